@NullMarked
package dev.period.data.rotnist;

import org.jspecify.annotations.NullMarked;
