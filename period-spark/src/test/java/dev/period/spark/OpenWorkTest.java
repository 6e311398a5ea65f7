package dev.period.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.data.work.Items;
import dev.period.data.work.Work;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenWorkTest {
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  private record Counted(String name) implements Work<Long> {
    @Override
    public Items<Long> open() {
      OPENED.incrementAndGet();
      return new Items<>() {
        @Override
        public Long make(long index) {
          return 2 * index;
        }

        @Override
        public void close() {
          CLOSED.incrementAndGet();
        }
      };
    }
  }

  @Test
  void isSharedByAllTasksAndClosedOnce() {
    // each task has a description of its own, as after its way over the network
    IntStream.range(0, 64)
        .parallel()
        .forEach(i -> assertEquals(2L * i, OpenWork.of(new Counted(new String("a"))).make(i)));
    assertEquals(1, OPENED.get());
    OpenWork.of(new Counted("b"));
    assertEquals(2, OPENED.get());
    OpenWork.closeAll();
    OpenWork.closeAll();
    assertEquals(2, CLOSED.get());
  }
}
