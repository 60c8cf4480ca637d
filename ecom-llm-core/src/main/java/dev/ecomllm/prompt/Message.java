package dev.ecomllm.prompt;

import java.util.Objects;

/**
 * One turn of a conversation with a model.
 *
 * @param role who speaks
 * @param text what is said
 */
public record Message(Role role, String text) {

  /** Checks for null. */
  public Message {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(text, "text");
  }

  /** Who speaks. */
  public enum Role {
    /**
     * Standing instructions; not every model's chat template has a place for them, so our prompts
     * do without.
     */
    SYSTEM,
    /** Us. */
    USER,
    /** The model. */
    ASSISTANT
  }

  /** The role and the length: text does not belong in logs. */
  @Override
  public String toString() {
    return role + "(" + text.length() + " characters)";
  }
}
