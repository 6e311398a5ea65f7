/** Reads, samples and writes video, straight on FFmpeg's libraries. */
@NullMarked
package dev.period.data.video;

import org.jspecify.annotations.NullMarked;
