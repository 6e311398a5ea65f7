package dev.period.data.video;

/**
 * What a video file claims about itself, which need not be true.
 *
 * @param framesPerSecond usual frame rate
 * @param durationSeconds NaN where the file does not say
 */
public record VideoInfo(double framesPerSecond, double durationSeconds) {}
