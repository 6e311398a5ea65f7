package dev.period.cli;

import dev.period.cli.EvalCommand.Task;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which tasks of {@code eval} know what to do with an option. */
final class OptionTakers {
  private static final Set<Task> ALL = EnumSet.allOf(Task.class);

  /** What looks at video files as {@code ask} does. */
  private static final Set<Task> VIDEOS =
      EnumSet.of(Task.clips, Task.countix, Task.repcount, Task.quva);

  private static final Set<Task> HEART = EnumSet.of(Task.rppg);

  /** The options that are not for all tasks. */
  private static final Map<String, Set<Task>> SOME =
      Map.ofEntries(
          Map.entry("--baselines", allBut(Task.text, Task.movers, Task.routing)),
          Map.entry("--cache", VIDEOS),
          Map.entry("--data", allBut(Task.text, Task.synthetic, Task.movers, Task.routing)),
          Map.entry("--heart-rate", HEART),
          Map.entry("--max-frames", VIDEOS),
          Map.entry("--max-pixels", VIDEOS),
          Map.entry("--max-seconds", VIDEOS),
          Map.entry("--protocol", allBut(Task.routing, Task.rppg)),
          Map.entry("--region", HEART),
          Map.entry(
              "--seed",
              EnumSet.of(
                  Task.synthetic, Task.movers, Task.routing, Task.clips, Task.rotnist, Task.rppg)),
          Map.entry("--split", EnumSet.of(Task.countix, Task.repcount)),
          Map.entry("--stress", EnumSet.of(Task.clips)),
          Map.entry("--use-segments", EnumSet.of(Task.clips)),
          Map.entry("--window", HEART));

  private OptionTakers() {}

  private static Set<Task> allBut(Task first, Task... others) {
    return EnumSet.complementOf(EnumSet.of(first, others));
  }

  /** The tasks that {@code option} is for. */
  static Set<Task> of(String option) {
    return SOME.getOrDefault(option, ALL);
  }

  /** Their names, for a message. */
  static String names(String option) {
    return of(option).stream().map(Task::name).collect(Collectors.joining(", "));
  }
}
