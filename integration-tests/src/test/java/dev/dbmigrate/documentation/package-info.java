/** The documentation is compiled. */
package dev.dbmigrate.documentation;
