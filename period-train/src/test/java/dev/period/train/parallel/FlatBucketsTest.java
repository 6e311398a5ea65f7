package dev.period.train.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatBucketsTest {
  private static final int[] LENGTHS = {3, 1, 0, 7, 2};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 12, 13, 100})
  void everyElementIsSummedOnceWhateverTheSizeOfABucket(int floats) throws Exception {
    ThreadCollective.run(
        3,
        processes -> {
          List<FloatBuffer> arrays = arrays(processes.rank());
          new FlatBuckets(processes, floats).sum(arrays);
          for (int a = 0; a < LENGTHS.length; a++) {
            for (int i = 0; i < LENGTHS[a]; i++) {
              // over ranks 0, 1, 2: 100 a + i + rank
              assertEquals(3 * (100 * a + i) + 3, arrays.get(a).get(i), a + "," + i);
            }
          }
          return null;
        });
  }

  @Test
  void smallArraysShareACallAndTheLastCallIsNoLongerThanWhatIsLeft() {
    List<Integer> calls = new ArrayList<>();
    Collective counting =
        new Collective() {
          @Override
          public int rank() {
            return 0;
          }

          @Override
          public int localRank() {
            return 0;
          }

          @Override
          public int size() {
            return 2;
          }

          @Override
          public void sum(FloatBuffer values) {
            calls.add(values.capacity());
          }

          @Override
          public double[] sum(double... values) {
            throw new AssertionError("no doubles here");
          }

          @Override
          public void close() {}
        };
    FlatBuckets buckets = new FlatBuckets(counting, 5);
    buckets.sum(arrays(0));
    assertEquals(List.of(5, 5, 3), calls);
    buckets.sum(List.of());
    assertEquals(3, calls.size());
  }

  private static List<FloatBuffer> arrays(int rank) {
    List<FloatBuffer> arrays = new ArrayList<>();
    for (int a = 0; a < LENGTHS.length; a++) {
      FloatBuffer array =
          ByteBuffer.allocateDirect(LENGTHS[a] * 4).order(ByteOrder.nativeOrder()).asFloatBuffer();
      for (int i = 0; i < LENGTHS[a]; i++) {
        array.put(i, 100 * a + i + rank);
      }
      arrays.add(array);
    }
    return arrays;
  }
}
