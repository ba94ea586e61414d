/** From the names and texts of a command line to the facade and back: what the Maven goals and the CLI have in common. */
@NullMarked
package dev.dbmigrate.runtime.launch;

import org.jspecify.annotations.NullMarked;
