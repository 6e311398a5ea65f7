/** Digits that turn back and forth: a video world whose frequency is known exactly. */
@NullMarked
package dev.period.data.rotnist;

import org.jspecify.annotations.NullMarked;
