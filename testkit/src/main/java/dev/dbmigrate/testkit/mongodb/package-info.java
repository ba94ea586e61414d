/** The child process that speaks MongoDB's wire protocol. */
@NullMarked
package dev.dbmigrate.testkit.mongodb;

import org.jspecify.annotations.NullMarked;
