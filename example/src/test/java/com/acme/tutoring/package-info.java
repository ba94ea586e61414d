/** Proof that the migrations bring the service's data through, on throwaway real servers. */
package com.acme.tutoring;
