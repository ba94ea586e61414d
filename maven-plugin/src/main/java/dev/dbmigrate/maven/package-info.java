/** One Mojo a goal: parameters in, one call to the project's own runtime, outcome out. */
@NullMarked
package dev.dbmigrate.maven;

import org.jspecify.annotations.NullMarked;
