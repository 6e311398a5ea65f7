package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StreamJobTest {
  @Test
  void aClockThatJumpsGrantsNoTime() {
    assertEquals(0.04, StreamJob.played(0.04));
    assertEquals(20, StreamJob.played(20));
    assertEquals(0, StreamJob.played(26.5 * 3600));
  }
}
