package dev.period.data.synthetic;

/**
 * A rendered clip together with the truth about it.
 *
 * @param grey 8-bit unsigned, shape [frames, 48, 48] row-major
 * @param frames number of frames
 * @param timing when the repetitions happen, and how many there are
 * @param kind what moves, one of {@link MacroWorld#kinds()}
 */
@SuppressWarnings("ArrayRecordComponent")
public record RenderedClip(byte[] grey, int frames, Timing timing, String kind) {}
