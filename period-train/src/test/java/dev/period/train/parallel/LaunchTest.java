package dev.period.train.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTest {
  @Test
  void withoutALauncherAProcessIsAlone() {
    assertEquals(1, Launch.of(Map.of("SLURM_NTASKS", "4")).size());
    assertInstanceOf(SingleProcess.class, Collective.open(Map.of()));
  }

  @Test
  void aLauncherOfOneProcessNeedsNoMpi() {
    assertInstanceOf(SingleProcess.class, Collective.open(Map.of("OMPI_COMM_WORLD_SIZE", "1")));
  }

  @Test
  void openMpi() {
    Launch launch =
        Launch.of(
            Map.of(
                "OMPI_COMM_WORLD_SIZE", "4", "OMPI_COMM_WORLD_LOCAL_RANK", "3", "PMIX_RANK", "3"));
    assertEquals(4, launch.size());
    assertEquals(3, launch.localRank());
    assertEquals("libmpi.so.40", launch.libraries().get(0));
  }

  @Test
  void mpichAndWhatKeepsToItsInterface() {
    Launch launch = Launch.of(Map.of("PMI_SIZE", "2", "MPI_LOCALRANKID", "1"));
    assertEquals(2, launch.size());
    assertEquals(1, launch.localRank());
    assertEquals("libmpich.so.12", launch.libraries().get(0));
  }

  @Test
  void slurm() {
    Launch launch =
        Launch.of(Map.of("PMIX_RANK", "5", "SLURM_STEP_NUM_TASKS", "8", "SLURM_LOCALID", "1"));
    assertEquals(8, launch.size());
    assertEquals(1, launch.localRank());
  }

  @Test
  void aLibraryOfTheUsersChoiceComesFirst() {
    Launch launch = Launch.of(Map.of("PMI_SIZE", "2", "PERIOD_MPI_LIBRARY", "/opt/libmpi.so"));
    assertEquals("/opt/libmpi.so", launch.libraries().get(0));
  }

  @Test
  void aMissingLibraryIsOneSentence() {
    PeriodException missing =
        assertThrows(
            PeriodException.class,
            () -> MpiLibrary.load(java.util.List.of("/nowhere/libmpi.so.40")));
    assertEquals(PeriodException.Kind.ENGINE, missing.kind());
    assertTrue(missing.getMessage().contains("PERIOD_MPI_LIBRARY"), missing.getMessage());
  }
}
