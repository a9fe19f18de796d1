(data) => ({
  // Explicitly map fields you want to replicate
  id: data.id,
  name: data.name,
  email: data.email,
  created_at: data.createdAt
  // New S3DB fields won't break PostgreSQL
})
