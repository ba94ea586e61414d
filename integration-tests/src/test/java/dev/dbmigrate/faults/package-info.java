/** Real faults: what is done to processes, connections and servers while migrations run, and the audit of what stands. */
package dev.dbmigrate.faults;
