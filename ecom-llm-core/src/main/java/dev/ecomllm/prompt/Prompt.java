package dev.ecomllm.prompt;

import java.util.ArrayList;
import java.util.List;

/**
 * What the model is shown: the turns of a conversation, the last of which is ours. Immutable.
 *
 * @param messages at least one
 */
public record Prompt(List<Message> messages) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no message
   */
  public Prompt {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs at least one message");
    }
  }

  /** A prompt of one turn. */
  public static Prompt of(String text) {
    return new Prompt(List.of(new Message(Message.Role.USER, text)));
  }

  /** This conversation, gone on: what the model answered and what we say to it. */
  public Prompt then(String answer, String objection) {
    List<Message> more = new ArrayList<>(messages);
    more.add(new Message(Message.Role.ASSISTANT, answer));
    more.add(new Message(Message.Role.USER, objection));
    return new Prompt(more);
  }
}
