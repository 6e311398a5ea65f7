package dev.period.train.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** What the tests start with a launcher: one line to standard output for each process. */
final class MpiProgram {
  private MpiProgram() {}

  public static void main(String[] args) {
    Collective processes = Collective.open(System.getenv());
    try {
      switch (args[0]) {
        case "sums" -> System.out.println(sums(processes));
        case "fails" -> Agreement.all(processes, () -> fail(processes));
        case "dies" -> die(processes);
        default -> throw new IllegalArgumentException(args[0]);
      }
      processes.close();
    } catch (JointFailure e) {
      processes.close();
      if (e.own() != null) {
        System.out.println(e.own().getMessage());
        System.exit(3);
      }
    }
  }

  private static String sums(Collective processes) {
    // larger than what MPI sends in one piece
    FloatBuffer floats =
        ByteBuffer.allocateDirect(1 << 22).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < floats.capacity(); i++) {
      floats.put(i, i % 1000 + processes.rank());
    }
    processes.sum(floats.slice(0, floats.capacity() - 1));
    int wrong = 0;
    for (int i = 0; i < floats.capacity() - 1; i++) {
      wrong += floats.get(i) == processes.size() * (i % 1000) + 1 ? 0 : 1;
    }
    boolean lastKept =
        floats.get(floats.capacity() - 1) == (floats.capacity() - 1) % 1000 + processes.rank();
    double[] doubles = processes.sum(1e-9 * processes.rank(), 1);
    return "%d of %d: %d wrong, last kept %s, %s, %s, null checks %d"
        .formatted(
            processes.rank(),
            processes.size(),
            wrong,
            lastKept,
            Arrays.toString(doubles),
            Arrays.toString(processes.gather(processes.rank() + 5)),
            nullChecks());
  }

  /** The JVM finds null by a signal of the processor, which an MPI library may take for itself. */
  private static int nullChecks() {
    int found = 0;
    for (int i = 0; i < 100_000; i++) {
      String text = i < 50_000 || i % 10_000 > 0 ? "a" : null;
      try {
        found += length(text) - 1;
      } catch (NullPointerException e) {
        found++;
      }
    }
    return found;
  }

  private static int length(String text) {
    return text.length();
  }

  private static void fail(Collective processes) {
    if (processes.rank() == 1) {
      throw new IllegalStateException("process 1 has failed");
    }
  }

  private static void die(Collective processes) {
    if (processes.rank() == 1) {
      Runtime.getRuntime().halt(9);
    }
    double[] unused = processes.sum(1); // waits for one that will never come
  }
}
