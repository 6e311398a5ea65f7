/** Questions and answers about videos, texts and signals: records, files, mixtures, checks. */
@NullMarked
package dev.period.data.qa;

import org.jspecify.annotations.NullMarked;
