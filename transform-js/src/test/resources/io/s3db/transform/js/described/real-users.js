(data) => {
  // Skip test users
  if (data.email?.endsWith('@test.com')) return null;

  // Skip deleted users
  if (data.deletedAt) return null;

  return data;
}
