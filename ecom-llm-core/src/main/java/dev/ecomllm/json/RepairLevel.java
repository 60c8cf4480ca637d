package dev.ecomllm.json;

/** How far a repair may go. Whatever is beyond the level is an error, never a silent change. */
public enum RepairLevel {
  /** No repair: valid JSON or an error. */
  STRICT,
  /** Only repairs that have one reading, such as a trailing comma or text around the JSON. */
  SAFE,
  /** Also the most probable of several readings, such as where a string with quotes in it ends. */
  AGGRESSIVE
}
