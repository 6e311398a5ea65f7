package dev.period.infer;

import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts what was counted in a time series into words and times. */
final class SignalAnswer {
  private SignalAnswer() {}

  /**
   * The answer, without who gave it.
   *
   * @param seconds length of what was looked at
   * @param start where that begins in the signal, in seconds
   */
  static Answer of(WindowedCount found, SignalQuantity quantity, double seconds, double start) {
    Integer count = found.count();
    Route route = Route.of(found.answer());
    if (count == null) {
      // not even what is repeated was counted
      String text = route.intent() == Intent.HEART ? PulseWords.of(PulseRate.NONE) : found.answer();
      return answer(text, found, null, List.of(), seconds);
    }
    List<double[]> times =
        found.density().length == 0
            ? List.of()
            : RepetitionTimes.of(count, found.density(), start, start + seconds);
    Double bpm = null;
    String text = CountedWords.of(found.answer(), route, count, List.of(times));
    boolean plain = route.intent() == Intent.COUNT || route.intent() == Intent.HEART;
    if (plain && (found.windows() > 1 || quantity == SignalQuantity.BEATS)) {
      text = (count == 1 ? "There is " : "There are ") + quantity.counted(count) + ".";
    }
    if (quantity == SignalQuantity.BEATS && count > 0) {
      bpm = 60 * found.expected() / seconds;
      text += String.format(Locale.ROOT, " That is %.1f a minute.", bpm);
    }
    return answer(found.confident() ? text : text + Period.NOT_SURE, found, bpm, times, seconds);
  }

  private static Answer answer(
      String text,
      WindowedCount found,
      @Nullable Double bpm,
      List<double[]> times,
      double seconds) {
    return new Answer(
        text,
        found.count(),
        found.low(),
        found.high(),
        found.confident(),
        bpm,
        RepetitionTimes.period(times),
        times,
        seconds,
        0,
        "",
        0,
        List.of());
  }
}
