/** Configuration files: YAML into records, with messages that name the line. */
@NullMarked
package dev.period.train.config;

import org.jspecify.annotations.NullMarked;
