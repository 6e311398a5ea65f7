@NullMarked
package dev.period.data.text;

import org.jspecify.annotations.NullMarked;
