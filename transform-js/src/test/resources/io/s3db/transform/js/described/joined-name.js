(data) => ({
  full_name: data.firstName + ' ' + data.lastName  // Throws if undefined
})
