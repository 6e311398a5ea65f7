package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.data.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer about a video is trained on, token by token. */
class CountTargetsTest {
  private final NanoSetup nano = new NanoSetup();

  @AfterEach
  void close() {
    nano.close();
  }

  private CountTargets targets(int maxCount, double base, double slope) {
    return new CountTargets(nano.tokenizer, maxCount, base, slope);
  }

  /** The targets of the answer "COUNT reps.", a row for each of its tokens. */
  private List<float[]> rows(CountTargets targets, int count) {
    int size = nano.config.model().visionConfig().imageSize();
    FrameSequence video =
        new FrameSequence(new byte[3 * size * size], size, size, new double[1], 1);
    Sample sample =
        new Sample("seen", "How many reps?", count + " reps.", count, null, video, null, null);
    TrainingBatch batch =
        new Collator(nano.config.model(), nano.prompts, targets).collate(List.of(sample));
    List<float[]> rows = new ArrayList<>();
    float[] all = batch.probabilities();
    for (int from = 0; from < all.length; from += CountTargets.CANDIDATES) {
      rows.add(Arrays.copyOfRange(all, from, from + CountTargets.CANDIDATES));
    }
    return rows;
  }

  private static void assertHard(List<float[]> rows) {
    float[] one = new float[CountTargets.CANDIDATES];
    one[0] = 1;
    rows.forEach(row -> assertArrayEquals(one, row));
  }

  @Test
  void digitsOfACountAreSoft() {
    List<float[]> soft = new ArrayList<>(rows(targets(99, 0.35, 0.03), 12));
    soft.removeIf(row -> row[0] == 1);
    assertEquals(2, soft.size());
    float[] first = soft.get(0);
    assertEquals(1, sum(first), 1e-6);
    assertEquals(1, first[1], 0.01, "10 to 19");
    float[] second = soft.get(1);
    assertEquals(1, sum(second), 1e-6);
    assertEquals(second[1], second[3], 1e-6, "11 is as wrong as 13");
    assertTrue(second[2] > second[1] && second[1] > 0.1, "and both are near");
  }

  private static float sum(float[] row) {
    float sum = 0;
    for (float p : row) {
      sum += p;
    }
    return sum;
  }

  /** Their digits would be shared out among the counts that there are, or past the last of them. */
  @ParameterizedTest
  @ValueSource(ints = {41, 99, 100, 120, 1200})
  void whatIsBeyondTheLargestCountIsHard(int count) {
    assertHard(rows(targets(40, 0.35, 0.03), count));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 0, 7", "0, 0, 12", "0, 0.03, 0", "0, 4.9E-324, 0"})
  void withoutDeviationItIsPlainCrossEntropy(double base, double slope, int count) {
    assertHard(rows(targets(99, base, slope), count));
  }

  /** The smallest and the largest numbers that there are. */
  @ParameterizedTest
  @CsvSource({"4.9E-324, 0", "0, 4.9E-324", "1E-200, 0", "1.7E308, 1.7E308"})
  void noDeviationMakesATargetThatIsNoNumber(double base, double slope) {
    for (int count : new int[] {1, 9, 10, 99}) {
      rows(targets(99, base, slope), count).forEach(row -> assertEquals(1, sum(row), 1e-6));
    }
  }
}
