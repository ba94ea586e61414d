/** The driver calls of a MongoDB migration. */
@NullMarked
package dev.dbmigrate.processor.rule.mongodb;

import org.jspecify.annotations.NullMarked;
