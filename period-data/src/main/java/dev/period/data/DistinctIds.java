package dev.period.data;

import java.util.HashMap;
import java.util.Map;

/** Ids of rows that may share a name: the first keeps it, the others are numbered from 2 on. */
public final class DistinctIds {
  private final Map<String, Integer> seen = new HashMap<>();

  /** The id of the next row of this name. */
  public String of(String name) {
    int times = seen.merge(name, 1, Integer::sum);
    // a numbered name may be that of another row
    return times == 1 ? name : of(name + "-" + times);
  }
}
