/**
 * Every change of the service's four databases, in one history.
 *
 * <p>One class is one migration; which waits for which is said by class literals, also across databases. The order in which
 * they are applied is that of the ids, wherever the dependencies leave a choice.
 */
package com.acme.tutoring.migrations;
