/** Builds QA files from data sets, generated worlds and other people's files. */
@NullMarked
package dev.period.data.build;

import org.jspecify.annotations.NullMarked;
