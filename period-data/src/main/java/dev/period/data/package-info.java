/** What the model sees: videos, synthetic worlds, question-answer records. */
@NullMarked
package dev.period.data;

import org.jspecify.annotations.NullMarked;
