package dev.period.cli.doctor;

import java.util.List;

/** Looks at one part of the installation; reports failures and does not throw them. */
@FunctionalInterface
interface Check {
  List<Finding> look();
}
