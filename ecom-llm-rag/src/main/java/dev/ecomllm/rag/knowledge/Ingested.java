package dev.ecomllm.rag.knowledge;

/**
 * What an ingestion has done so far, or in all. Counts, from 0.
 *
 * @param documents documents that were read
 * @param unchanged of these, those that the store had already
 * @param stored of these, those that are new or replace what they said before
 * @param repeated of these, those left out because their id had occurred before in the same run
 * @param passages passages that were stored
 * @param removed documents whose passages were removed
 */
public record Ingested(
    long documents, long unchanged, long stored, long repeated, long passages, long removed) {}
