"""Any file → neutral sheets: what stands where, before anything is understood."""
