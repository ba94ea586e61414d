/** What migrations use of other classes, whose source is in no checksum. */
@NullMarked
package dev.dbmigrate.processor.rule.outside;

import org.jspecify.annotations.NullMarked;
