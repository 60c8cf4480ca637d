package dev.ecomllm.qa;

/**
 * An earlier question and its answer.
 *
 * @param question what was asked
 * @param answer what was answered
 */
public record Turn(String question, String answer) {}
