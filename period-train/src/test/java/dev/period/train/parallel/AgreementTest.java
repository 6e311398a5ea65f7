package dev.period.train.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void withoutAFailureEachHasItsOwnResult() throws Exception {
    List<Integer> results =
        ThreadCollective.run(3, all -> Agreement.all(all, () -> 10 * all.rank()));
    assertEquals(List.of(0, 10, 20), results);
  }

  @Test
  void theFailureOfOneEndsTheWorkOfAllAndOnlyThatOneTellsIt() throws Exception {
    OutOfMemoryError own = new OutOfMemoryError("process 1");
    List<JointFailure> failures =
        ThreadCollective.run(
            3,
            all ->
                assertThrows(
                    JointFailure.class,
                    () ->
                        Agreement.all(
                            all,
                            () -> {
                              if (all.rank() == 1) {
                                throw own;
                              }
                            })));
    assertNull(failures.get(0).own());
    assertSame(own, failures.get(1).own());
    assertNull(failures.get(2).own());
    assertEquals(1, failures.get(2).rank());
  }

  @Test
  void ofSeveralFailuresTheFirstIsTold() throws Exception {
    List<JointFailure> failures =
        ThreadCollective.run(
            2,
            all ->
                assertThrows(
                    JointFailure.class,
                    () ->
                        Agreement.all(
                            all,
                            () -> {
                              throw new IllegalStateException("process " + all.rank());
                            })));
    assertEquals("process 0", failures.get(0).own().getMessage());
    assertNull(failures.get(1).own());
  }

  @Test
  void aProcessAloneFailsAsIfThereWereNoAgreement() {
    IllegalStateException own = new IllegalStateException("alone");
    assertSame(
        own,
        assertThrows(
            IllegalStateException.class,
            () ->
                Agreement.all(
                    new SingleProcess(),
                    () -> {
                      throw own;
                    })));
  }
}
