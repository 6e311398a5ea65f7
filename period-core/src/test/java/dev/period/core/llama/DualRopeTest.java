package dev.period.core.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.engine.Torch;
import dev.period.core.nn.TemporalPositions;
import org.junit.jupiter.api.Test;

/** Queries and keys turned by temporal-aware dual RoPE, against another implementation's. */
class DualRopeTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void queriesKeysAndScores() throws Exception {
    JsonNode all = JSON.readTree(Fixtures.path("expected/algorithms/dual_rope.json").toFile());
    int[] frames = JSON.treeToValue(all.get("frame_of_token"), int[].class);
    float[] frequencies = JSON.treeToValue(all.get("theta"), float[].class);
    for (JsonNode expected : all.get("cases")) {
      String name = expected.get("reading").asText() + ", gamma " + expected.get("gamma");
      float[] positions =
          new TemporalPositions(
                  TemporalPositions.Reading.parse(expected.get("reading").asText()),
                  expected.get("gamma").doubleValue())
              .of(frames);
      double[][] q = turned(all.get("q"), positions, frequencies);
      double[][] k = turned(all.get("k"), positions, frequencies);
      assertClose(name + ", q", expected.get("q"), q);
      assertClose(name + ", k", expected.get("k"), k);
      assertClose(name + ", scores", expected.get("scores"), scores(q, k));
    }
    assertEquals(5, all.get("cases").size());
  }

  /** Pairs (i, i + half) of each row turned by the table's angles. */
  private static double[][] turned(JsonNode rows, float[] positions, float[] frequencies)
      throws Exception {
    double[][] x = JSON.treeToValue(rows, double[][].class);
    int half = frequencies.length;
    try (NDManager scope = Torch.scope()) {
      NDList table =
          new RotaryTable(frequencies)
              .of(scope, Torch.floats(scope, positions, 1, positions.length));
      float[] cos = table.get(0).toFloatArray();
      float[] sin = table.get(1).toFloatArray();
      for (int m = 0; m < x.length; m++) {
        for (int i = 0; i < half; i++) {
          double c = cos[m * half + i];
          double s = sin[m * half + i];
          double first = x[m][i];
          double second = x[m][i + half];
          x[m][i] = first * c - second * s;
          x[m][i + half] = second * c + first * s;
        }
      }
    }
    return x;
  }

  private static double[][] scores(double[][] q, double[][] k) {
    double[][] scores = new double[q.length][k.length];
    for (int i = 0; i < q.length; i++) {
      for (int j = 0; j < k.length; j++) {
        for (int c = 0; c < q[i].length; c++) {
          scores[i][j] += q[i][c] * k[j][c] / Math.sqrt(q[i].length);
        }
      }
    }
    return scores;
  }

  private static void assertClose(String name, JsonNode expected, double[][] found) {
    for (int i = 0; i < found.length; i++) {
      for (int j = 0; j < found[i].length; j++) {
        assertEquals(
            expected.get(i).get(j).doubleValue(), found[i][j], 1e-4, name + " " + i + ", " + j);
      }
    }
  }
}
