package dev.period.data.synthetic;

/**
 * A clip that exists only as self-similarity.
 *
 * @param gram shape [features, {@value SimilarityWorld#FRAMES}, {@value SimilarityWorld#FRAMES}]
 *     row-major, as from {@link dev.period.core.periodicity.SimilarityMaps}
 * @param timing when it repeats
 */
@SuppressWarnings("ArrayRecordComponent")
public record SimulatedClip(float[] gram, Timing timing) {}
