@NullMarked
package dev.period.data.qa;

import org.jspecify.annotations.NullMarked;
