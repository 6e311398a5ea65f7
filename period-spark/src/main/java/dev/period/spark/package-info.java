/** Work on items spread over machines by Apache Spark. */
@NullMarked
package dev.period.spark;

import org.jspecify.annotations.NullMarked;
