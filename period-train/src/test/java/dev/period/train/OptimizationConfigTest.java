package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.core.optim.RloMode;
import dev.period.train.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys of the optimization. */
class OptimizationConfigTest {
  private static final Path NANO = Recipes.HOME.resolve("configs/nano/text.yaml");

  @TempDir Path folder;

  private static TrainConfig with(String... overrides) {
    return ConfigLoader.load(NANO, List.of(overrides), TrainConfig.class);
  }

  @Test
  void whatIsLeftOutIsThePlainWay() {
    TrainConfig config = with();
    assertEquals("adamw", config.optimizer());
    assertEquals("matrices", config.weightDecayOn());
    assertEquals("none", config.lossMultiplier());
    assertEquals(RloSettings.OFF, config.rlo());
    assertFalse(config.activationCheckpointing());
    assertEquals(0, config.packWidth());
  }

  /** Also {@code off}, which is false in YAML, and what a run writes down. */
  @ParameterizedTest
  @EnumSource
  void modesOfRlo(RloMode mode) {
    TrainConfig config =
        with("rlo={mode: " + mode.key() + ", beta: 0.5, mask_padding: false}", "pack_width=512");
    assertEquals(new RloSettings(mode.key(), 0.5, false), config.rlo());
    Path file = folder.resolve("resolved_config.yaml");
    ConfigLoader.write(config, file);
    assertTrue(Files.exists(file));
    assertEquals(config, ConfigLoader.load(file, List.of(), TrainConfig.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimizer=sgd | optimizer must be one of adamw, adam",
        "weight_decay_on=norms | weight_decay_on must be one of matrices, all",
        "schedule=step | schedule must be one of constant, cosine, linear",
        "loss_multiplier=2 | loss_multiplier",
        "loss_multiplier=twice | loss_multiplier must be one of none, period_llm",
        "warmup_ratio=0.1 | warmup_steps must be 0",
        "warmup_ratio=2 | warmup_ratio must lie in [0, 1]",
        "soft_count_base=-0.1 | soft_count_base must be a number from 0 on, but is -0.1",
        "soft_count_base=NaN | soft_count_base must be a number from 0 on, but is NaN",
        "soft_count_slope=-1.0 | soft_count_slope must be a number from 0 on",
        "soft_count_slope=1.0e999 | soft_count_slope must be a number from 0 on, but is Infinity",
        "pack_width=-1 | pack_width must be from 0",
        "rlo={mode: paper, beta: 0.05, mask_padding: true} | paper_exp_rows",
        "rlo={mode: paper_exp_rows, beta: -1, mask_padding: true} | rlo.beta must lie in [0, 100",
        "rlo={mode: paper_exp_rows, padding: true} | rlo.padding"
      })
  void mistakesAreNamed(String override, String message) {
    PeriodException wrong = assertThrows(PeriodException.class, () -> with(override.strip()));
    assertEquals(PeriodException.Kind.USAGE, wrong.kind());
    assertTrue(wrong.getMessage().contains(message.strip()), wrong.getMessage());
  }
}
