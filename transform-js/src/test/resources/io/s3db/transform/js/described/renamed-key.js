(data) => ({
  user_id: data.userId  // ✅ Fix schema mismatch
})
