package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private static final List<Integer> THINGS = IntStream.range(0, 50).boxed().toList();

  @Test
  void resultsKeepTheirOrder() throws IOException {
    List<Integer> squares = new ArrayList<>();
    Thread caller = Thread.currentThread();
    InOrder.forEach(
        THINGS,
        4,
        i -> {
          for (int spin = 0; spin < (50 - i) * 1000; spin++) {
            Thread.onSpinWait();
          }
          return i * i;
        },
        result -> {
          assertEquals(caller, Thread.currentThread());
          squares.add(result);
        });
    assertEquals(THINGS.stream().map(i -> i * i).toList(), squares);
  }

  @Test
  void thingsAreWorkedOnAtOnce() throws IOException {
    CountDownLatch all = new CountDownLatch(3);
    List<Boolean> met = new ArrayList<>();
    InOrder.forEach(
        THINGS.subList(0, 3),
        3,
        i -> {
          all.countDown();
          try {
            return all.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            return false;
          }
        },
        met::add);
    assertEquals(List.of(true, true, true), met);
  }

  @Test
  void theFirstFailureInOrderEndsIt() {
    for (int threads : new int[] {1, 4}) {
      List<Integer> seen = new ArrayList<>();
      AtomicInteger worked = new AtomicInteger();
      IllegalArgumentException failure =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  InOrder.forEach(
                      THINGS,
                      threads,
                      i -> {
                        worked.incrementAndGet();
                        if (i >= 7) {
                          throw new IllegalArgumentException("thing " + i);
                        }
                        return i;
                      },
                      seen::add));
      assertEquals("thing 7", failure.getMessage());
      assertEquals(THINGS.subList(0, 7), seen);
      assertTrue(worked.get() < 50, "the rest is left alone");
    }
  }

  @Test
  void errorsPassThrough() {
    assertThrows(
        OutOfMemoryError.class,
        () ->
            InOrder.forEach(
                THINGS,
                2,
                i -> {
                  throw new OutOfMemoryError("full");
                },
                result -> {}));
  }
}
