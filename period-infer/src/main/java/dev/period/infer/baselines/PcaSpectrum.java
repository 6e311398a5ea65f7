package dev.period.infer.baselines;

import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.periodicity.GramMatrices;

/**
 * The strongest frequency of the first principal component of the frames.
 *
 * <p>The component is that of {@code highpass_grey}. Frequencies below 1½ cycles per clip are left
 * out, for they are drift. It has no notion of "no repetition" and answers at least 2 where
 * anything moves.
 */
final class PcaSpectrum implements ClassicalCounter {
  private static final int FEATURE = FrameFeatures.NAMES.indexOf("highpass_grey");
  private static final int FIRST_BIN = 6;

  @Override
  public String key() {
    return "pca_spectrum";
  }

  @Override
  public int frames() {
    return 128;
  }

  @Override
  public int count(byte[] grey, int frames) {
    float[][] feature = FrameFeatures.extract(grey, frames)[FEATURE];
    float[] gram = GramMatrices.of(new float[][][] {feature});
    double[] scores = PrincipalComponent.scores(gram, 0, frames);
    return (int) Math.rint(Spectrum.peakCycles(scores, FIRST_BIN));
  }
}
