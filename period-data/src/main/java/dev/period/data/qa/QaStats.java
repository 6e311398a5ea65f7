package dev.period.data.qa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is in QA files: how many of what, and how counts, lengths and actions are distributed. */
public final class QaStats {
  private static final int[] FROM = {0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 21, 31, 51};
  private static final int BAR = 40;
  private static final int ACTIONS = 20;

  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Set<String> media = new HashSet<>();
  private final Set<String> questions = new HashSet<>();
  private final Map<String, Integer> actions = new HashMap<>();
  private final Column counts = new Column("count");
  private final Column seconds = new Column("seconds");
  private final Column rates = new Column("fps");
  private final Column heartRates = new Column("heart_rate_bpm");
  private final Column questionLength = new Column("question, words");
  private final Column answerLength = new Column("answer, words");
  private long records;
  private long exchanges;

  /** Numbers of one kind. */
  private static final class Column {
    private final String name;
    private double[] values = new double[64];
    private int n;

    Column(String name) {
      this.name = name;
    }

    void add(double value) {
      if (n == values.length) {
        values = Arrays.copyOf(values, 2 * n);
      }
      values[n++] = value;
    }

    double[] sorted() {
      double[] sorted = Arrays.copyOf(values, n);
      Arrays.sort(sorted);
      return sorted;
    }
  }

  /** Counts a record in. */
  public void add(QaRecord record) {
    records++;
    String kind =
        record.video() != null
            ? "video"
            : !record.images().isEmpty() ? "image" : record.signal() != null ? "signal" : "text";
    kinds.merge(kind, 1, Integer::sum);
    if (record.media() != null) {
      media.add(record.media());
    }
    if (record.count() != null) {
      counts.add(record.count());
    }
    if (record.end() != null) {
      seconds.add(record.end() - (record.start() == null ? 0 : record.start()));
    }
    if (record.fps() != null) {
      rates.add(record.fps());
    }
    if (record.heartRateBpm() != null) {
      heartRates.add(record.heartRateBpm());
    }
    if (record.action() != null) {
      actions.merge(record.action(), 1, Integer::sum);
    }
    for (QaRecord.Exchange exchange : record.exchanges()) {
      exchanges++;
      questions.add(exchange.question());
      questionLength.add(words(exchange.question()));
      answerLength.add(words(exchange.answer()));
    }
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  /** The tables, each line ended by a line feed. */
  public String render() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d records (%s), %,d files of media, %,d questions of which %,d differ\n",
            records,
            String.join(
                ", ",
                kinds.entrySet().stream()
                    .map(
                        kind ->
                            String.format(Locale.ROOT, "%,d %s", kind.getValue(), kind.getKey()))
                    .toList()),
            media.size(),
            exchanges,
            questions.size()));
    summaries(text);
    histogram(text);
    actions(text);
    return text.toString();
  }

  private void summaries(StringBuilder text) {
    text.append(
        String.format(
            Locale.ROOT,
            "\n%-18s%10s%10s%10s%10s%10s%10s\n",
            "",
            "n",
            "min",
            "10 %",
            "median",
            "90 %",
            "max"));
    for (Column column :
        List.of(counts, seconds, rates, heartRates, questionLength, answerLength)) {
      double[] values = column.sorted();
      if (values.length == 0) {
        continue;
      }
      text.append(String.format(Locale.ROOT, "%-18s%,10d", column.name, values.length));
      for (double quantile : new double[] {0, 0.1, 0.5, 0.9, 1}) {
        double value = values[(int) Math.round(quantile * (values.length - 1))];
        boolean whole = value == Math.rint(value);
        text.append(String.format(Locale.ROOT, whole ? "%,10.0f" : "%,10.2f", value));
      }
      text.append('\n');
    }
  }

  private void histogram(StringBuilder text) {
    int[] bins = new int[FROM.length];
    for (double count : counts.sorted()) {
      int bin = FROM.length - 1;
      while (FROM[bin] > count) {
        bin--;
      }
      bins[bin]++;
    }
    int largest = Arrays.stream(bins).max().orElse(0);
    if (largest == 0) {
      return;
    }
    text.append("\ncount\n");
    for (int bin = 0; bin < bins.length; bin++) {
      if (bins[bin] > 0) {
        String bar = "#".repeat(Math.max(1, (int) Math.round((double) BAR * bins[bin] / largest)));
        text.append(String.format(Locale.ROOT, "%8s %,10d  %s\n", range(bin), bins[bin], bar));
      }
    }
  }

  private static String range(int bin) {
    if (bin == FROM.length - 1) {
      return FROM[bin] + "+";
    }
    int last = FROM[bin + 1] - 1;
    return last == FROM[bin] ? String.valueOf(last) : FROM[bin] + "-" + last;
  }

  private void actions(StringBuilder text) {
    if (actions.isEmpty()) {
      return;
    }
    List<Map.Entry<String, Integer>> sorted = new ArrayList<>(actions.entrySet());
    sorted.sort(
        Map.Entry.<String, Integer>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()));
    text.append(String.format(Locale.ROOT, "\n%,d actions\n", sorted.size()));
    sorted.stream()
        .limit(ACTIONS)
        .forEach(
            action ->
                text.append(
                    String.format(Locale.ROOT, "%,19d  %s\n", action.getValue(), action.getKey())));
    if (sorted.size() > ACTIONS) {
      text.append("                    and ").append(sorted.size() - ACTIONS).append(" more\n");
    }
  }
}
