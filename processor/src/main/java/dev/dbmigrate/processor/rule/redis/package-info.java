/** The commands that a Redis migration sends. */
@NullMarked
package dev.dbmigrate.processor.rule.redis;

import org.jspecify.annotations.NullMarked;
