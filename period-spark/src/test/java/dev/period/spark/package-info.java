@NullMarked
package dev.period.spark;

import org.jspecify.annotations.NullMarked;
