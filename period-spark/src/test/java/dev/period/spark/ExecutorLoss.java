package dev.period.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Kills an executor that is busy, and counts what was lost by that. Spark makes its listeners by
 * name, so that there is one for all tests.
 */
public final class ExecutorLoss extends SparkListener {
  private static final AtomicInteger REST = new AtomicInteger();
  private static final AtomicInteger LOST = new AtomicInteger();

  /** For Spark. */
  public ExecutorLoss() {}

  /** From now on: when so many tasks are done, who did the last one is killed. */
  static void killAfter(int tasks) {
    LOST.set(0);
    REST.set(tasks);
  }

  /** Tasks that were under way on the executor that was killed. */
  static int lostTasks() {
    return LOST.get();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof ExecutorLostFailure) {
      LOST.incrementAndGet();
    } else if (REST.decrementAndGet() == 0) {
      String executor = "\0--executor-id\0" + end.taskInfo().executorId() + "\0";
      ProcessHandle.current()
          .children()
          .filter(child -> commandLine(child).contains(executor))
          .findFirst()
          .orElseThrow()
          .destroyForcibly();
    }
  }

  /** Java itself tells the beginning only, and in these there is a long class path. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }
}
