package com.acme;

public final class App {}
